namespace SiteBuilder.Sandbox.Kinds;

/// <summary>A column of the Table that kubectl prints.</summary>
/// <param name="Priority">0 is always shown, 1 in wide output only.</param>
/// <param name="JsonPath">Where a custom resource's column takes its value from; null for built-in columns.</param>
internal sealed record TableColumn(string Name, string Type, string Format, string Description, int Priority, string? JsonPath = null);
