using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>The outcome of one publish: files or an error.</summary>
internal sealed record Published(PublishedService? Service, StepFailedException? Error);
