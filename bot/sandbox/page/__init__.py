"""The page's own API; web/PAGE_API.md is its contract."""
