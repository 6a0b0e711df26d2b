namespace SiteBuilder.Model.Tables;

/// <summary>What part of the platform a service belongs to; the lower-case name is its namespace.</summary>
public enum Tier
{
    Frontend,
    Backend,
    Database,
}
