"""What runs on the timer; each job is one pass, with the time as an argument."""
