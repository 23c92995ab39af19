"""Tests of the desk share short ways (handing.py) and the suite's stores."""
