namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>A published service, told apart into what changes seldom and what changes with every commit.</summary>
/// <param name="Folder">The publish folder.</param>
/// <param name="Packages">Files of NuGet packages, below the folder.</param>
/// <param name="Own">All other files, below the folder.</param>
internal sealed record PublishedService(string Folder, IReadOnlyList<string> Packages, IReadOnlyList<string> Own);
