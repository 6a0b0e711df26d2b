namespace SiteBuilder.Delivery.Testing;

/// <summary>Which tests: told by the trait <c>Suite</c> of a test class; a class without it is a unit test.</summary>
public enum TestSuite
{
    /// <summary>No trait: fast, needs nothing.</summary>
    Unit,

    /// <summary>Needs Docker Engine or other real processes.</summary>
    Service,

    /// <summary>The whole way through the public commands.</summary>
    EndToEnd,
}
