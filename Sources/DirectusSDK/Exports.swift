/// One import is enough: storages, transports, clocks, states and JSON values come along.
@_exported public import SDKRuntime
