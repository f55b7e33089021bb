"""Many replays of one dispute, and what of a finding survives them."""
