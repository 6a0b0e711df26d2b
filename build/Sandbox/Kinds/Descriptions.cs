using System.Text;
using System.Xml;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>
/// What the types and fields of the API are for, as <c>kubectl explain</c> shows it: read from the documentation file of the package KubernetesClient,
/// which lies beside the program. Without that file there are no descriptions.
/// </summary>
internal sealed class Descriptions
{
    private const string Models = ":k8s.Models.";
    private static readonly Lazy<Descriptions> Read = new(() => new Descriptions(Path.Combine(AppContext.BaseDirectory, "KubernetesClient.xml")));

    // in UTF-8, since there are some thousands of them and few are ever asked for
    private readonly Dictionary<string, byte[]> _texts = new(StringComparer.OrdinalIgnoreCase);

    internal Descriptions(string file)
    {
        if (!File.Exists(file)) return;
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        while (reader.ReadToFollowing("member"))
        {
            // T: is a type, P: a property
            if (reader.GetAttribute("name") is [('T' or 'P'), .. var rest] && rest.StartsWith(Models, StringComparison.Ordinal)
                && reader.ReadToDescendant("summary"))
            {
                _texts[rest[Models.Length..]] = Encoding.UTF8.GetBytes(Paragraphs(reader.ReadElementContentAsString()));
            }
        }
    }

    /// <summary>Those of the package that the sandbox was built with.</summary>
    public static Descriptions All => Read.Value;

    /// <summary>Null where nothing is said of the type.</summary>
    public string? Of(TypeSchema type) => Names(type).Select(Find).FirstOrDefault(text => text is not null);

    /// <summary>Null where nothing is said of the field.</summary>
    public string? Of(TypeSchema type, string field) =>
        Names(type).SelectMany(name => (string[])[$"{name}.{field}", $"{name}.{field}Property"]).Select(Find).FirstOrDefault(text => text is not null);

    // core.v1.PodSpec is V1PodSpec there; where two groups have a type of one name, Corev1Event
    private static IEnumerable<string> Names(TypeSchema type) => type.Name.Split('.') is [.. var group, var version, var name]
        ? [$"{version}{name}", $"{group.FirstOrDefault()}{version}{name}"]
        : [];

    private string? Find(string name) => _texts.TryGetValue(name, out var text) ? Encoding.UTF8.GetString(text) : null;

    // the file breaks lines at a width; an empty line is a paragraph's end
    private static string Paragraphs(string text)
    {
        var paragraphs = text.Split('\n').Select(line => line.Trim()).Aggregate(new List<StringBuilder> { new() }, (all, line) =>
        {
            if (line.Length > 0) all[^1].Append(all[^1].Length > 0 ? " " : "").Append(line);
            else if (all[^1].Length > 0) all.Add(new StringBuilder());
            return all;
        });
        return string.Join("\n\n", paragraphs.Where(p => p.Length > 0));
    }
}
