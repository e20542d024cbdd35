import streamlit as st

st.title("donnees")
