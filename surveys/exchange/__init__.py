"""Surveys from and for other programs: XLSForm, SurveyJS, LimeSurvey and our own JSON, losses listed."""
