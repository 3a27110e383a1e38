"""Runs the other rooms in order and puts the result in front of readers: no parsing, no rule, no transformation."""

import os

# No tool of ours calls home, however it is started; each reads its switch when it is imported, so it stands here.
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
os.environ["GX_ANALYTICS_ENABLED"] = "false"
