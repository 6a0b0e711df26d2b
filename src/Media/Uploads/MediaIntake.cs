using SiteBuilder.Media.Images;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Types;

namespace SiteBuilder.Media.Uploads;

/// <summary>Takes a file in: looks what it is, makes its variants and keeps it. The same bytes again are the same file, and nothing is written.</summary>
internal sealed class MediaIntake(MediaLibrary library, PictureReader pictures, UploadTurns turns)
{
    public const int LongestName = 200;

    /// <summary>Takes a file in.</summary>
    /// <param name="brand">Whose it is.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="cancellationToken">Stops it; the file is not kept then.</param>
    public async Task<IntakeResult> TakeAsync(string brand, byte[] content, string? name, CancellationToken cancellationToken)
    {
        if (NameProblem(name) is { } badName)
        {
            return new IntakeResult(null, IsNew: false, badName);
        }

        if (MediaTypes.Sniff(content) is not { } type)
        {
            return new IntakeResult(null, IsNew: false, new UploadProblem(
                UploadProblem.File, $"is none of {MediaTypes.Names} by its first bytes", StatusCodes.Status415UnsupportedMediaType));
        }

        var id = MediaId.Of(content);
        if (await library.FindAsync(brand, id, cancellationToken) is { } known)
        {
            return new IntakeResult(known, IsNew: false, null);
        }

        Picture? picture = null;
        if (type.IsPicture)
        {
            using var turn = await turns.ToDecodeAsync(cancellationToken);
            picture = pictures.Read(content, type, out var problem);
            if (picture is null)
            {
                return new IntakeResult(null, IsNew: false, new UploadProblem(UploadProblem.File, problem!));
            }
        }

        return new IntakeResult(await library.AddAsync(brand, new NewMedia(id, type, content, name, picture), cancellationToken), IsNew: true, null);
    }

    private static UploadProblem? NameProblem(string? name) => name switch
    {
        { Length: > LongestName } => new UploadProblem("name", $"is {name.Length} characters long; at most {LongestName} are allowed"),
        not null when name.Any(char.IsControl) => new UploadProblem("name", "has characters that are not text"),
        _ => null,
    };
}
