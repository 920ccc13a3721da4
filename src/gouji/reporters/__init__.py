"""Reporters: findings → text or JSON."""
