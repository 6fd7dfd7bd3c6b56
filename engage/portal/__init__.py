"""The portal: rich pages for staff, and residents who prefer them. Only this package imports Streamlit."""
