namespace SiteBuilder.Delivery.Scanning;

/// <summary>What sort of finding it is.</summary>
public enum FindingKind
{
    Vulnerability,
    Misconfiguration,
    Secret,
    License,
}
