namespace SiteBuilder.Media.Http;

/// <summary>What is sent to begin an upload by a signed URL.</summary>
/// <param name="Type">The media type of the file.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record UploadRequest(string Type, int Bytes);
