package io.fhirferry.common.config;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Reads the tree of keys, with their types, defaults and sentences, from the source of {@link FerryConfig}. */
final class ConfigurationSource {

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final Map<String, ClassTree> interfaces;

    private ConfigurationSource(DocTrees docs, CompilationUnitTree unit) {
        this.docs = docs;
        this.unit = unit;
        this.interfaces = unit.getTypeDecls().stream()
                .map(ClassTree.class::cast)
                .flatMap(top -> Stream.concat(Stream.of(top), nested(top)))
                .collect(Collectors.toMap(
                        type -> type.getSimpleName().toString(), Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * A group of keys.
     *
     * @param key as {@code ferry.source.auth}
     */
    record Section(String key, String sentence, List<Entry> entries) {}

    /**
     * One key.
     *
     * @param type in plain words
     * @param optional whether it may be left out without a default
     */
    record Entry(String key, String type, boolean optional, Optional<String> defaultValue, String sentence) {}

    /** Parses the file; nothing is compiled. */
    static ConfigurationSource parse(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            CompilationUnitTree unit = task.parse().iterator().next();
            return new ConfigurationSource(DocTrees.instance(task), unit);
        }
    }

    /** All groups in the order of the source, those within others after them. */
    List<Section> sections() {
        return sections("ferry", interfaces.get("FerryConfig"), "").toList();
    }

    private Stream<Section> sections(String key, ClassTree type, String sentence) {
        List<Entry> entries = methods(type)
                .filter(method -> !isGroup(method))
                .map(method -> entry(key, method))
                .toList();
        Stream<Section> own = entries.isEmpty() ? Stream.empty() : Stream.of(new Section(key, sentence, entries));
        return Stream.concat(
                own,
                methods(type)
                        .filter(this::isGroup)
                        .flatMap(method -> sections(
                                key + "." + name(method),
                                interfaces.get(method.getReturnType().toString()),
                                sentence(type, method))));
    }

    private Entry entry(String group, MethodTree method) {
        boolean optional = method.getReturnType() instanceof ParameterizedTypeTree parameterized
                && parameterized.getType().toString().equals("Optional");
        Tree type = optional
                ? ((ParameterizedTypeTree) method.getReturnType())
                        .getTypeArguments()
                        .getFirst()
                : method.getReturnType();
        ClassTree owner = interfaces.values().stream()
                .filter(one -> one.getMembers().contains(method))
                .findFirst()
                .orElseThrow();
        return new Entry(
                group + "." + name(method),
                words(type.toString()),
                optional,
                annotation(method, "WithDefault"),
                sentence(owner, method));
    }

    private static String words(String type) {
        return switch (type) {
            case "String" -> "text";
            case "URI" -> "URL";
            case "Instant" -> "instant";
            case "Duration" -> "duration";
            case "int", "long", "Integer" -> "whole number";
            case "boolean", "Boolean" -> "true or false";
            case "List<String>" -> "list";
            default -> throw new IllegalStateException("The page has no words for the type " + type);
        };
    }

    private boolean isGroup(MethodTree method) {
        return interfaces.containsKey(method.getReturnType().toString());
    }

    private String sentence(ClassTree owner, MethodTree method) {
        TreePath path = TreePath.getPath(unit, method);
        DocCommentTree comment = docs.getDocCommentTree(path);
        if (comment == null) {
            throw new IllegalStateException(owner.getSimpleName() + "." + method.getName() + " has no Javadoc");
        }
        return comment.getFullBody().stream()
                .map(Object::toString)
                .collect(Collectors.joining())
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ");
    }

    private static String name(MethodTree method) {
        return annotation(method, "WithName")
                .orElseGet(() ->
                        method.getName().toString().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    private static Optional<String> annotation(MethodTree method, String name) {
        return method.getModifiers().getAnnotations().stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .findFirst()
                .map(ConfigurationSource::argument);
    }

    private static String argument(AnnotationTree annotation) {
        Tree argument = annotation.getArguments().getFirst();
        Tree value = argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
        return ((LiteralTree) value).getValue().toString();
    }

    private static Stream<ClassTree> nested(ClassTree type) {
        return type.getMembers().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast);
    }

    private static Stream<MethodTree> methods(ClassTree type) {
        return type.getMembers().stream().filter(MethodTree.class::isInstance).map(MethodTree.class::cast);
    }
}
