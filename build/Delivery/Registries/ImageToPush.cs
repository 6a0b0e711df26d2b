using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>An image of a layout that is to be in a registry.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="LayoutFolder">Its OCI layout.</param>
/// <param name="Tags">Tags that shall lead to it; at least one, as registries drop what no tag holds.</param>
public sealed record ImageToPush(ImageName Name, string LayoutFolder, IReadOnlyList<string> Tags);
