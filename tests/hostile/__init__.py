"""What happens when somebody sends what no page of ours would send."""
