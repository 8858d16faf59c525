"""The commands of `kliping`: what is asked for on the command line, and how the answer looks."""
