/// JSON values are words of the core's language (claims, settings, fields): who speaks with the core needs them too.
@_exported public import OrderedJSON
