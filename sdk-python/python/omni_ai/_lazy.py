"""Imports at first use, safe from forks.

A fork copies the lock of a module that another thread is just importing, and in the child nobody ever frees it. So
what is imported at first use is imported under this lock, and a fork waits for it.
"""

import os
import threading

importing = threading.RLock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=importing.acquire, after_in_parent=importing.release, after_in_child=importing.release)
