"""Sentiment of comments: read by rules from the first day, by a model of people's reviews from fifty on."""
