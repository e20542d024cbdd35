"""The only home of Streamlit below pages/."""
