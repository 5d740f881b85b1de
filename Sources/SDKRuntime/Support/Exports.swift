/// An app imports one SDK: what that SDK's values are made of comes along.
@_exported public import OrderedJSON
