import * as vscode from 'vscode';
import { useLanguage } from '../core/text/l10n.ts';

// Imported first, since constants with texts are made while their modules are loaded. VS Code has read the bundle of its language by
// then. https://code.visualstudio.com/api/references/vscode-api#l10n
const { bundle } = vscode.l10n;
useLanguage(bundle && { tag: vscode.env.language, bundle });
