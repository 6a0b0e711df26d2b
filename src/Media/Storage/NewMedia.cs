using SiteBuilder.Media.Images;
using SiteBuilder.Media.Types;

namespace SiteBuilder.Media.Storage;

/// <summary>A file that may be kept.</summary>
/// <param name="Id">See <see cref="MediaId"/>.</param>
/// <param name="Type">What its bytes say.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Name">What people call it; null = nobody said.</param>
/// <param name="Picture">What was read of it; null where it is no picture.</param>
internal sealed record NewMedia(string Id, MediaType Type, byte[] Content, string? Name, Picture? Picture);
