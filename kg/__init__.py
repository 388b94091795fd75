"""actor-kg reads news reports and draws who is allied with, fights, talks with and denies whom."""

__version__ = "0.1.0"
