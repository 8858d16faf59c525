"""What `kliping.toml` says, and when each newspaper is due."""
