"""The explorer: disputes as a reader looks at them and asks what-ifs of them."""
