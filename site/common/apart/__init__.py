"""Work on texts of strangers, done in child processes that have a limit of processor time and of memory."""
