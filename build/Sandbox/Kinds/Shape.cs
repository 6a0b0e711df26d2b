namespace SiteBuilder.Sandbox.Kinds;

/// <summary>The form of a value in an API object.</summary>
internal enum Shape
{
    /// <summary>Anything; kept as it is.</summary>
    Any,
    String,
    Int32,
    Int64,
    Number,
    Boolean,
    Quantity,
    IntOrString,
    Time,
    MicroTime,
    Bytes,

    /// <summary>An object with declared fields.</summary>
    Struct,

    /// <summary>An object with free keys and values of one form.</summary>
    Map,
    List,
}
