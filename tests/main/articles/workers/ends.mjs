// Stands for a thread that is gone before it answered.
process.exit(0)
