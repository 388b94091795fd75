"""Loads what `kg build` needs, once, in the process that all builds of a test are forked from."""

import kg.export
import kg.network
import kg.parallel
import kg.server
import kg.store
import kg.stores.local
import kg.stores.server
import kg.view

READER = kg.parallel.make_reader()
kg.parallel.make_reader = lambda model=None, extra=(): READER
