namespace SiteBuilder.Targets;

/// <summary>A build that delivers: the parameters and the session that its targets share.</summary>
public interface IHazDelivery : IHazDeliveryParameters
{
    /// <summary>The one session of this run.</summary>
    DeliverySession Session { get; }
}
