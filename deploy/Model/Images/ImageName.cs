using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SiteBuilder.Model.Images;

/// <summary>
/// The short name of one of our images, such as <c>sites</c>; registry and repository prefix are the environment's.
/// Lower-case letters, digits and single dashes, at most 63 characters: a path component of the OCI distribution specification
/// that is a DNS label as well.
/// </summary>
[JsonConverter(typeof(ImageNameJsonConverter))]
public sealed partial record ImageName : IComparable<ImageName>
{
    /// <param name="value">The name itself.</param>
    /// <exception cref="ArgumentException">The value is no DNS label.</exception>
    public ImageName(string value)
    {
        if (!Label().IsMatch(value))
        {
            throw new ArgumentException($"'{value}' is no image name: expected lower-case letters, digits and dashes, at most 63.", nameof(value));
        }

        Value = value;
    }

    /// <summary>The name as it stands in tables and Dockerfile folders.</summary>
    public string Value { get; }

    public int CompareTo(ImageName? other) => string.CompareOrdinal(Value, other?.Value);

    public override string ToString() => Value;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();
}
