"""Forms: reading and checking what a person sent."""
