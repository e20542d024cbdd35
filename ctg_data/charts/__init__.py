"""Frames to Plotly figures; no Streamlit, no file access."""
