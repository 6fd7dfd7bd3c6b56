"""Where SQL is spoken: plain functions over one transaction, frozen values out."""
