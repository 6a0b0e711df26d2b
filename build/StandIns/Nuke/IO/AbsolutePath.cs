using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>A full path without dots and double separators. Built with <c>/</c>: <c>RootDirectory / "artifacts" / name</c>.</summary>
[TypeConverter(typeof(TypeConverter))]
public class AbsolutePath : IAbsolutePathHolder, IFormattable
{
    /// <summary>Format: in double quotes.</summary>
    public const string DoubleQuote = "d";

    /// <summary>Format: in double quotes where it has blanks.</summary>
    public const string DoubleQuoteIfNeeded = "dn";

    /// <summary>Format: in single quotes.</summary>
    public const string SingleQuote = "s";

    /// <summary>Format: in single quotes where it has blanks.</summary>
    public const string SingleQuoteIfNeeded = "sn";

    /// <summary>Format: as it is.</summary>
    public const string NoQuotes = "nq";

    private static readonly StringComparison s_comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string path;

    private AbsolutePath(string path) => this.path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>Last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(path);

    /// <summary>Last part without the extension.</summary>
    public string NameWithoutExtension => System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary>Extension with its dot.</summary>
    public string Extension => System.IO.Path.GetExtension(path);

    /// <summary>The folder above, or null at the root.</summary>
    public AbsolutePath Parent => System.IO.Path.GetDirectoryName(path) is { } parent ? new AbsolutePath(parent) : null;

    AbsolutePath IAbsolutePathHolder.Path => this;

    /// <summary>Makes a path of its text; throws where the text is relative.</summary>
    public static AbsolutePath Create(string path)
    {
        Assert.True(System.IO.Path.IsPathFullyQualified(path), $"Path '{path}' must be rooted");
        return new AbsolutePath(path);
    }

    /// <summary>Makes a path of its text; throws where the text is relative.</summary>
    public static implicit operator AbsolutePath(string path) => path == null ? null : Create(path);

    /// <summary>The text.</summary>
    public static implicit operator string(AbsolutePath path) => path?.path;

    /// <summary>The folder above: <c>path / ..</c>.</summary>
    public static AbsolutePath operator /(AbsolutePath left, Range range)
    {
        Assert.True(range.Equals(Range.All), "Only '..' is a range of a path");
        return left.Parent;
    }

    /// <summary>A path below.</summary>
    public static AbsolutePath operator /(AbsolutePath left, string right) =>
        new(System.IO.Path.Combine(left.NotNull().path, right.NotNull().TrimStart('/', '\\')));

    /// <summary>The path with text at its end.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string right) => new(left.NotNull().path + right);

    /// <summary>Whether both are the same place.</summary>
    public static bool operator ==(AbsolutePath a, AbsolutePath b) => Equals(a, b);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !Equals(a, b);

    /// <summary>Whether both are the same place.</summary>
    protected bool Equals(AbsolutePath other) => string.Equals(path, other.path, s_comparison);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is AbsolutePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(path, s_comparison);

    /// <inheritdoc/>
    public override string ToString() => path;

    /// <summary>The text in one of the formats above.</summary>
    public string ToString(string format) => format switch
    {
        null or "" or NoQuotes => path,
        DoubleQuote => $"\"{path}\"",
        SingleQuote => $"'{path}'",
        DoubleQuoteIfNeeded => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path,
        SingleQuoteIfNeeded => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path,
        _ => throw new ArgumentException($"Format '{format}' is unknown", nameof(format)),
    };

    string IFormattable.ToString(string format, IFormatProvider formatProvider) => ToString(format);

    /// <summary>Reads a path from text; a relative one starts at the current folder.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) => sourceType == typeof(string);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) => new AbsolutePath((string)value);
    }
}
