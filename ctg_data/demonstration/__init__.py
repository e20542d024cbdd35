"""The fictitious country that the product shows before anything is imported (design: demonstration data)."""
