/// One import is enough: storages, transports, clocks and JSON values come along.
@_exported public import SDKRuntime
