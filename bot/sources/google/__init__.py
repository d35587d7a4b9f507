"""Headcount from Google Workspace: its directory of people, or a sheet somebody keeps."""
