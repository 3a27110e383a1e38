"""The report press: renders sample reports of fictional associations together with their truth."""
