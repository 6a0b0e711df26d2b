using System.Text;

namespace Nuke.Common.Execution;

/// <summary>What --help prints.</summary>
internal static class HelpText
{
    private const int Width = 80;

    public static string For(NukeBuild build)
    {
        var text = new StringBuilder();
        WriteTargets(text, build.ExecutableTargets.Where(x => x.Listed).ToList());
        text.AppendLine();
        WriteParameters(text, build);
        return text.ToString();
    }

    private static void WriteTargets(StringBuilder text, List<ExecutableTarget> targets)
    {
        string Title(ExecutableTarget x) => x.IsDefault ? $"{x.Name} (default)" : x.Name;

        text.AppendLine("Targets (with their direct dependencies):").AppendLine();
        var width = Math.Max(20, targets.Select(x => Title(x).Length).DefaultIfEmpty().Max());
        foreach (var target in targets)
        {
            var dependencies = string.Join(", ", target.ExecutionDependencies.Select(x => x.Name));
            text.Append("  ").Append(Title(target).PadRight(width)).AppendLine(dependencies.Length > 0 ? $" -> {dependencies}" : null);
            if (!string.IsNullOrWhiteSpace(target.Description))
                text.Append("    ").AppendLine(target.Description);
        }
    }

    private static void WriteParameters(StringBuilder text, NukeBuild build)
    {
        var defaultTargets = string.Join(", ", build.ExecutableTargets.Where(x => x.IsDefault).Select(x => x.Name));
        var all = BuildParameters.Of(build.GetType()).Where(x => x.Attribute.List).ToList();
        var width = Math.Max(16, all.Select(x => x.Option.Length).DefaultIfEmpty().Max());

        text.AppendLine("Parameters:").AppendLine();
        foreach (var own in new[] { true, false })
        {
            foreach (var parameter in all.Where(x => x.IsOwn == own).OrderBy(x => x.Option, StringComparer.Ordinal))
            {
                var description = parameter.Attribute.Description?.Replace("{default_target}", defaultTargets).TrimEnd('.').Append('.');
                var lines = Wrap(description == null ? "<no description>" : string.Concat(description), Width - width - 7);
                text.Append("  --").Append(parameter.Option.PadRight(width)).Append("   ").AppendLine(lines[0]);
                foreach (var line in lines.Skip(1))
                    text.Append(' ', width + 7).AppendLine(line);
            }

            text.AppendLine();
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { string.Empty };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length == 0)
                lines[^1] = word;
            else if (lines[^1].Length + 1 + word.Length <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return lines;
    }
}
