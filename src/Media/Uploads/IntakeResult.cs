using SiteBuilder.Media.Storage;

namespace SiteBuilder.Media.Uploads;

/// <summary>How taking a file in went.</summary>
/// <param name="Media">The file; null where there is a problem.</param>
/// <param name="IsNew">Whether the brand did not have it before.</param>
/// <param name="Problem">Why it was not kept.</param>
internal sealed record IntakeResult(MediaView? Media, bool IsNew, UploadProblem? Problem);
