"""From page to article to files to storage, and the jobs that people run."""
