namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>The empty JSON object that the specification uses as a set member.</summary>
public sealed record Nothing;
