"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Examples have no deadline: how long one takes depends on the machine and on what else runs there.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
